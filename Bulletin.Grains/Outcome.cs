namespace Bulletin.Grains;

/// <summary>Why a grain refused a call. Expected outcomes, not exceptions; the gateway maps each to one problem code.</summary>
[GenerateSerializer, Alias("bulletin.refusal")]
public enum Refusal
{
    None = 0,
    TopicNotFound,
    MessageNotFound,
    /// <summary>The caller may see the topic, but not do this.</summary>
    NotAllowed,
    /// <summary>This author has already used this client id in this topic, with another text.</summary>
    ClientIdReused,
    /// <summary>The message replied to does not exist in this topic.</summary>
    ReplyNotFound,
    /// <summary>A deleted message can't be edited.</summary>
    MessageDeleted,
    /// <summary>Another activation has taken over the topic, or the outcome is unknown: retry with the same client id.</summary>
    Retry,
    /// <summary>A queue is full, or the disk is nearly full: retry later.</summary>
    Busy,
    UsernameTaken,
    /// <summary>Wrong username, wrong password, or a spent or unknown token; deliberately indistinguishable.</summary>
    InvalidCredentials,
    /// <summary>Too many failed attempts on this account.</summary>
    TooManyAttempts,
    UserNotFound,
    /// <summary>A display name that reads as another user's username.</summary>
    DisplayNameTaken,
    /// <summary>The message has changed since the revision on which the edit is based.</summary>
    MessageChanged,
    /// <summary>A username that appears to speak for the server, its staff or somebody who has left.</summary>
    UsernameReserved,
    /// <summary>Nobody may post, edit or react in a locked topic.</summary>
    TopicLocked,
    /// <summary>A private topic must keep an owner.</summary>
    LastOwner,
    /// <summary>An invitation that can't be used: unknown, revoked, expired or used up, or its holder was removed; deliberately indistinguishable.</summary>
    InvitationNotFound,
    /// <summary>A private topic has as many members as it may.</summary>
    TooManyMembers,
    /// <summary>A private topic has as many invitations as it may.</summary>
    TooManyInvitations,
    /// <summary>The site must keep an admin who can sign in.</summary>
    LastAdmin,
    /// <summary>The account is suspended: it can't sign in.</summary>
    AccountSuspended,
    /// <summary>The site takes no new accounts, or only from people who are invited.</summary>
    RegistrationClosed,
    ReportNotFound,
    /// <summary>A link to reset a password that can't be used: unknown, expired or used; deliberately indistinguishable.</summary>
    ResetNotFound,
    /// <summary>The messages of a removed topic are gone.</summary>
    TopicEmptied,
    /// <summary>Somebody else has changed it meanwhile.</summary>
    Conflict,
    /// <summary>Somebody has reported as many messages as they may before moderators have looked at some of them.</summary>
    TooManyReports,
    /// <summary>A message has as many reactions, or as many kinds of them, as it may.</summary>
    TooManyReactions,
    /// <summary>A topic has as many pinned messages as it may.</summary>
    TooManyPins,
    SessionNotFound,
    /// <summary>Somebody has as many drafts as they may.</summary>
    TooManyDrafts,
    /// <summary>Somebody follows, or has chosen something of, as many topics as they may.</summary>
    TooManyTopics,
    /// <summary>Somebody has pinned as many topics as they may.</summary>
    TooManyPinned,
}

/// <summary>The result of a grain call: a value, or the one reason for a refusal.</summary>
/// <param name="Detail">What the caller should read beside the refusal, such as why an account is suspended; usually null.</param>
[GenerateSerializer, Immutable, Alias("bulletin.outcome`1")]
public sealed record Outcome<T>(
    [property: Id(0)] T? Value,
    [property: Id(1)] Refusal Refusal,
    [property: Id(2)] TimeSpan? RetryAfter = null,
    [property: Id(3)] string? Detail = null)
    where T : class
{
    public static implicit operator Outcome<T>(T value) => new(value, Refusal.None);
    public static implicit operator Outcome<T>(Refusal refusal) => new(null, refusal);
}

/// <summary>The value of an outcome without a result.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.done")]
public sealed record Done
{
    public static readonly Done It = new();
}
