using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Topics.Members;
using Bulletin.Grains.Topics.Memory;

namespace Bulletin.Grains.Topics;

/// <summary>What admins and moderators do to a topic by their office, as the audit log tells it. Null if it was no act of office, or changed nothing.</summary>
internal static class TopicActs
{
    public static AuditEntry? Changed(Actor actor, LiveTopic topic, Topic next, RetentionChange? retention, DateTimeOffset at)
    {
        var was = topic.Topic;
        var changed = new ChangedFields()
            .Compare("name", was.Name, next.Name)
            .Compare("description", was.Description, next.Description)
            .Compare("locked", was.Locked, next.Locked)
            .Compare("resolved", was.ResolvedAt is not null, next.ResolvedAt is not null)
            .Compare("retentionDays", retention?.Was, retention?.Days);
        return changed.After.Count == 0 || !IsByOffice(actor, topic)
            ? null
            : actor.Did(AuditActions.TopicChanged, Target(was), changed.Before, changed.After, at);
    }

    public static AuditEntry? Removed(Actor actor, LiveTopic topic, DateTimeOffset at) => !IsByOffice(actor, topic)
        ? null
        : actor.Did(AuditActions.TopicRemoved, Target(topic.Topic), new { name = topic.Topic.Name, access = topic.Members.Access }, after: null, at);

    /// <param name="before">Null if they are added.</param>
    public static AuditEntry? MemberPut(Actor actor, Topic topic, Member? before, Member after, DateTimeOffset at) => !actor.ActsAsAdmin
        ? null
        : actor.Did(AuditActions.MemberPut, Target(topic), before is null ? null : Described(before), Described(after), at);

    /// <param name="before">Null if they are added.</param>
    public static AuditEntry MemberPutByOperator(Guid topicId, string topicName, Member? before, Member after) => AuditEntry.Of(
        actorId: null, origin: null, AuditActions.MemberPut, AuditTarget.Topic(topicId, topicName), before is null ? null : Described(before), Described(after), after.Since);

    /// <param name="before">Null if they had left already: they are expelled all the same.</param>
    public static AuditEntry? MemberRemoved(Actor actor, Topic topic, Guid userId, Member? before, DateTimeOffset at) => !actor.ActsAsAdmin
        ? null
        : actor.Did(AuditActions.MemberRemoved, Target(topic), before is null ? new { userId } : Described(before), after: null, at);

    private static bool IsByOffice(Actor actor, LiveTopic topic) => TopicAccess.ActsByOffice(actor, topic.Members, topic.Topic.CreatedBy.Id);

    private static AuditTarget Target(Topic topic) => AuditTarget.Topic(topic.Id, topic.Name);

    private static object Described(Member member) => new { userId = member.User.Id, username = member.User.Username, role = member.Role };
}
