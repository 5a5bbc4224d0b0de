using Bulletin.Api.Contract;

namespace Bulletin.Api.Http;

/// <summary>The codes of all problems, by which programs tell them apart. A code never changes its meaning.</summary>
internal static class ProblemCodes
{
    public const string
        ValidationFailed = "validation_failed",
        UnknownField = "unknown_field",
        Unauthorized = "unauthorized",
        InvalidCredentials = "invalid_credentials",
        AccountSuspended = "account_suspended",
        RegistrationClosed = "registration_closed",
        NotAllowed = "not_allowed",
        NotFound = "not_found",
        TopicNotFound = "topic_not_found",
        MessageNotFound = "message_not_found",
        UserNotFound = "user_not_found",
        InvitationNotFound = "invitation_not_found",
        ReportNotFound = "report_not_found",
        ResetNotFound = "reset_not_found",
        SessionNotFound = "session_not_found",
        MethodNotAllowed = "method_not_allowed",
        RequestTimeout = "request_timeout",
        ClientIdReused = "client_id_reused",
        MessageDeleted = "message_deleted",
        MessageChanged = "message_changed",
        TopicLocked = "topic_locked",
        TooManyReactions = "too_many_reactions",
        TooManyPins = "too_many_pins",
        TooManyDrafts = "too_many_drafts",
        TooManyTopics = "too_many_topics",
        TooManyPinned = "too_many_pinned",
        ConfirmAll = "confirm_all",
        DraftChanged = "draft_changed",
        LastOwner = "last_owner",
        LastAdmin = "last_admin",
        TopicEmptied = "topic_emptied",
        Conflict = "conflict",
        MailNotConfigured = "mail_not_configured",
        TooManyInvitations = "too_many_invitations",
        TooManyMembers = "too_many_members",
        UsernameTaken = "username_taken",
        DisplayNameTaken = "display_name_taken",
        PayloadTooLarge = "payload_too_large",
        UnsupportedMediaType = "unsupported_media_type",
        RateLimited = "rate_limited",
        InternalError = "internal_error",
        Unavailable = "unavailable",
        SearchBusy = "search_busy",
        TooManyConnections = "too_many_connections",
        Refused = "refused";

    public static IReadOnlyList<string> All { get; } = NamesOfAttribute.In(typeof(ProblemCodes));
}
