using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Api.Topics;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Administration;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Admin;

/// <summary>A topic as admins see it, without any text of its messages.</summary>
/// <param name="Name">Null for a direct conversation.</param>
/// <param name="Access"><c>public</c>, <c>private</c> or <c>direct</c>.</param>
/// <param name="LastSeq">The seq of the latest message. 0 if there is none.</param>
/// <param name="MemberCount">Null for a public topic.</param>
/// <param name="RemovedAt">When it was removed. Null if it was not.</param>
/// <param name="Restorable">Whether it was removed and its messages are still there.</param>
/// <param name="RetentionDays">After how many days its messages are deleted. 0: never. Null: as the site says.</param>
public sealed record AdminTopicView(
    Guid Id, string? Name, string? Description, [property: AllowedValues(TopicView.Public, TopicView.Private, TopicView.Direct)] string Access, DateTimeOffset CreatedAt, UserView CreatedBy, DateTimeOffset LastActivityAt, long LastSeq,
    bool Locked, DateTimeOffset? ResolvedAt, int? MemberCount, DateTimeOffset? RemovedAt, bool Restorable, int? RetentionDays)
{
    public static AdminTopicView Of(ListedTopic listed)
    {
        var topic = listed.Topic;
        return new(
            topic.Id, AdminAccess.NameOf(topic.Name, topic.Access), topic.Description, AdminAccess.Text(topic.Access), topic.CreatedAt, UserView.Of(topic.CreatedBy),
            topic.LastActivityAt, topic.LastSeq, topic.Locked, topic.ResolvedAt, topic.MemberCount, listed.RemovedAt,
            Restorable: listed is { RemovedAt: not null, IsEmptied: false }, listed.RetentionDays);
    }
}

/// <summary>Topics in the order that was asked for. A page may hold fewer than were asked for, even none, and still have a next one.</summary>
/// <param name="Next">The cursor of the next page. Null on the last one.</param>
public sealed record AdminTopicPageView(IReadOnlyList<AdminTopicView> Items, string? Next);

/// <summary>Missing fields stay unchanged, and so do those that are null, except <c>retentionDays</c>.</summary>
/// <param name="Name">1–128 characters on one line, not blank. Surrounding white space is removed.</param>
/// <param name="Description">Up to 1,000 characters. An empty text removes it.</param>
/// <param name="Locked">Whether nobody may post or edit.</param>
/// <param name="Resolved">Whether it is marked as resolved.</param>
public sealed record AdminChangeTopicRequest(
    [property: Length(1, TopicValidation.MaxName)] string? Name = null,
    [property: MaxLength(TopicValidation.MaxDescription)] string? Description = null,
    bool? Locked = null,
    bool? Resolved = null)
{
    /// <summary>A century.</summary>
    internal const int MaxRetentionDays = 36_500;

    /// <summary>After how many days its messages are deleted. 0: never. Null: as the site says.</summary>
    [Range(0, MaxRetentionDays)]
    public int? RetentionDays
    {
        get;
        // Called for an explicit null too.
        init => (field, SetsRetention) = (value, true);
    }

    internal bool SetsRetention { get; private init; }

    internal bool ChangesAnything => SetsRetention || Name is not null || Description is not null || Locked is not null || Resolved is not null;

    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    internal ChangeTopic ToCommand(Actor actor)
    {
        var fields = new ValidationErrors();
        fields.Require(RetentionDays is null or (>= 0 and <= MaxRetentionDays), "retentionDays", "Must be between 0 and 36500.");
        fields.ThrowIfAny();
        var command = new ChangeTopicRequest(Name, Description, Locked, Resolved).ToCommand(actor);
        return SetsRetention ? command with { Retention = new(RetentionDays) } : command;
    }
}
