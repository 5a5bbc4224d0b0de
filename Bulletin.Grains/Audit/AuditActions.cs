namespace Bulletin.Grains.Audit;

/// <summary>The acts that the audit log knows. The names are stored and public.</summary>
public static class AuditActions
{
    public const string
        UserCreated = "user.created",
        UserRenamed = "user.renamed",
        UserRoleChanged = "user.role_changed",
        UserSuspended = "user.suspended",
        UserSuspensionLifted = "user.suspension_lifted",
        UserSessionsEnded = "user.sessions_ended",
        UserPasswordResetBegun = "user.password_reset_begun",
        UserRemoved = "user.removed",
        UserMessagesPurged = "user.messages_purged",
        TopicChanged = "topic.changed",
        TopicRemoved = "topic.removed",
        TopicRestored = "topic.restored",
        TopicPurged = "topic.purged",
        TopicMessagesRead = "topic.messages_read",
        MemberPut = "topic.member_put",
        MemberRemoved = "topic.member_removed",
        MessageEdited = "message.edited",
        MessageDeleted = "message.deleted",
        ReportChanged = "report.changed",
        SettingsChanged = "settings.changed";

    /// <summary>All of them, in the order in which a person would look for one.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        UserCreated, UserRenamed, UserRoleChanged, UserSuspended, UserSuspensionLifted, UserSessionsEnded, UserPasswordResetBegun, UserRemoved, UserMessagesPurged,
        TopicChanged, TopicRemoved, TopicRestored, TopicPurged, TopicMessagesRead, MemberPut, MemberRemoved,
        MessageEdited, MessageDeleted, ReportChanged, SettingsChanged,
    ];
}
