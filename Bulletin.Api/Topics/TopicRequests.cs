using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Api.Members;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Topics;

/// <param name="Name">1–128 characters on one line, not blank. Surrounding white space is removed.</param>
/// <param name="Description">Up to 1,000 characters.</param>
/// <param name="Access"><c>public</c> (the default) or <c>private</c>. It never changes.</param>
/// <param name="Members">For a private topic: the usernames of its first members besides you. Up to 50.</param>
public sealed record CreateTopicRequest(
    [property: Required, Length(1, TopicValidation.MaxName)] string? Name = null,
    [property: MaxLength(TopicValidation.MaxDescription)] string? Description = null,
    [property: AllowedValues(TopicView.Public, TopicView.Private)] string? Access = null,
    [property: MaxLength(MemberLookup.Most)] IReadOnlyList<string?>? Members = null)
{
    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    internal async Task<CreateTopic> ToCommand(Actor actor, MemberLookup lookup, CancellationToken cancellationToken)
    {
        var fields = new ValidationErrors();
        var name = TopicValidation.Name(Name, fields);
        var description = TopicValidation.Description(Description, fields);
        var access = TopicValidation.Access(Access, fields);
        fields.Require(Members is null || access == Grains.Topics.Members.Access.Private, "members", "Only a private topic has members.");
        var usernames = MemberLookup.Keys(Members, "members", actor, fields);
        fields.ThrowIfAny();
        var members = await lookup.Find(usernames, "members", actor, cancellationToken);
        return new(name, description.Length > 0 ? description : null, actor, access, members);
    }
}

/// <summary>Missing or null fields stay unchanged.</summary>
/// <param name="Name">1–128 characters on one line, not blank. Surrounding white space is removed.</param>
/// <param name="Description">Up to 1,000 characters. An empty text removes it.</param>
/// <param name="Locked">Whether nobody may post or edit.</param>
/// <param name="Resolved">Whether it is marked as resolved.</param>
public sealed record ChangeTopicRequest(
    [property: Length(1, TopicValidation.MaxName)] string? Name = null,
    [property: MaxLength(TopicValidation.MaxDescription)] string? Description = null,
    bool? Locked = null,
    bool? Resolved = null)
{
    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public ChangeTopic ToCommand(Actor actor)
    {
        var fields = new ValidationErrors();
        var name = Name is null ? null : TopicValidation.Name(Name, fields);
        var description = Description is null ? null : TopicValidation.Description(Description, fields);
        fields.ThrowIfAny();
        return new(name, description, actor, Locked, Resolved);
    }
}
