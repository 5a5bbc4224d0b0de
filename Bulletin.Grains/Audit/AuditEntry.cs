namespace Bulletin.Grains.Audit;

/// <summary>One act of an admin, a moderator or an operator. Written in the transaction of the act, and never changed, except that a purge takes the
/// texts of messages out of it.</summary>
/// <param name="ActorId">Null: an operator, by a command on the server.</param>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
/// <param name="Before">A JSON object of what was changed; null if there was nothing. Never contains a password, a token or a hash.</param>
/// <param name="After">A JSON object of what it became; null if nothing is left.</param>
[GenerateSerializer, Immutable, Alias("bulletin.audit-entry")]
public sealed record AuditEntry(
    [property: Id(0)] Guid Id,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] Guid? ActorId,
    [property: Id(3)] string Action,
    [property: Id(4)] AuditTarget Target,
    [property: Id(5)] string? Before,
    [property: Id(6)] string? After,
    [property: Id(7)] string? Address,
    [property: Id(8)] string? TraceId)
{
    /// <param name="actorId">Null: an operator, by a command on the server.</param>
    /// <param name="before">Serialised to JSON.</param>
    /// <param name="after">Serialised to JSON.</param>
    internal static AuditEntry Of(Guid? actorId, Origin? origin, string action, AuditTarget target, object? before, object? after, DateTimeOffset at) =>
        new(Guid.CreateVersion7(at), Milliseconds.Cut(at), actorId, action, target, AuditJson.Of(before), AuditJson.Of(after), origin?.Address, origin?.TraceId);
}

/// <summary>What an act was about.</summary>
/// <param name="Kind"><c>user</c>, <c>topic</c>, <c>message</c>, <c>report</c> or <c>settings</c>.</param>
/// <param name="Id">The id of the user, topic or report; of a message, that of its topic. Empty for the settings.</param>
/// <param name="Seq">Of a message; otherwise null.</param>
/// <param name="Name">Its name at that time: a username, or the name of a topic. Empty if it has none.</param>
/// <param name="AuthorId">Who wrote the message, so that a purge finds their texts; otherwise null, also when it is read again.</param>
[GenerateSerializer, Immutable, Alias("bulletin.audit-target")]
public sealed record AuditTarget(
    [property: Id(0)] string Kind,
    [property: Id(1)] Guid Id,
    [property: Id(2)] long? Seq,
    [property: Id(3)] string Name,
    [property: Id(4)] Guid? AuthorId = null)
{
    public const string UserKind = "user", TopicKind = "topic", MessageKind = "message", ReportKind = "report", SettingsKind = "settings";

    public static AuditTarget User(Guid id, string username) => new(UserKind, id, Seq: null, username);

    public static AuditTarget Topic(Guid id, string name) => new(TopicKind, id, Seq: null, name);

    public static AuditTarget Message(Guid topicId, long seq, string topicName, Guid authorId) => new(MessageKind, topicId, seq, topicName, authorId);

    public static AuditTarget Report(Guid id) => new(ReportKind, id, Seq: null, "");

    public static readonly AuditTarget Settings = new(SettingsKind, Guid.Empty, Seq: null, "");
}
