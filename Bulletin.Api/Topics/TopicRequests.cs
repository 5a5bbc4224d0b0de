using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Http;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Topics;

/// <param name="Name">1–128 characters on one line, not blank. Surrounding white space is removed.</param>
/// <param name="Description">Up to 1,000 characters.</param>
public sealed record CreateTopicRequest([property: Required, MaxLength(TopicRules.MaxName)] string? Name = null, [property: MaxLength(TopicRules.MaxDescription)] string? Description = null)
{
    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public CreateTopic ToCommand(Actor actor)
    {
        var fields = new Fields();
        var name = TopicRules.Name(Name, fields);
        var description = TopicRules.Description(Description, fields);
        fields.ThrowIfAny();
        return new(name, description.Length > 0 ? description : null, actor);
    }
}

/// <summary>Missing or null fields stay unchanged.</summary>
/// <param name="Name">1–128 characters on one line, not blank. Surrounding white space is removed.</param>
/// <param name="Description">Up to 1,000 characters. An empty text removes it.</param>
public sealed record ChangeTopicRequest([property: MaxLength(TopicRules.MaxName)] string? Name = null, [property: MaxLength(TopicRules.MaxDescription)] string? Description = null)
{
    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public ChangeTopic ToCommand(Actor actor)
    {
        var fields = new Fields();
        var name = Name is null ? null : TopicRules.Name(Name, fields);
        var description = Description is null ? null : TopicRules.Description(Description, fields);
        fields.ThrowIfAny();
        return new(name, description, actor);
    }
}
