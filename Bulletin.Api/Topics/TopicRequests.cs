using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Http;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Topics;

/// <param name="Name">1–128 characters on one line, not blank. Surrounding white space is removed.</param>
/// <param name="Description">Up to 1,000 characters.</param>
public sealed record CreateTopicRequest([property: Required, MaxLength(TopicValidation.MaxName)] string? Name = null, [property: MaxLength(TopicValidation.MaxDescription)] string? Description = null)
{
    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public CreateTopic ToCommand(Actor actor)
    {
        var fields = new ValidationErrors();
        var name = TopicValidation.Name(Name, fields);
        var description = TopicValidation.Description(Description, fields);
        fields.ThrowIfAny();
        return new(name, description.Length > 0 ? description : null, actor);
    }
}

/// <summary>Missing or null fields stay unchanged.</summary>
/// <param name="Name">1–128 characters on one line, not blank. Surrounding white space is removed.</param>
/// <param name="Description">Up to 1,000 characters. An empty text removes it.</param>
public sealed record ChangeTopicRequest([property: MaxLength(TopicValidation.MaxName)] string? Name = null, [property: MaxLength(TopicValidation.MaxDescription)] string? Description = null)
{
    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public ChangeTopic ToCommand(Actor actor)
    {
        var fields = new ValidationErrors();
        var name = Name is null ? null : TopicValidation.Name(Name, fields);
        var description = Description is null ? null : TopicValidation.Description(Description, fields);
        fields.ThrowIfAny();
        return new(name, description, actor);
    }
}
