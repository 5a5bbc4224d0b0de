namespace Bulletin.Grains;

/// <summary>Why a grain said no. Expected answers, not exceptions; the gateway turns each into one problem code.</summary>
[GenerateSerializer, Alias("bulletin.refusal")]
public enum Refusal
{
    None = 0,
    TopicNotFound,
    MessageNotFound,
    /// <summary>Known, but neither the author nor a moderator.</summary>
    NotAllowed,
    /// <summary>This author already posted this client id in this topic, with another text.</summary>
    ClientIdReused,
    /// <summary>The message answered to does not exist in this topic.</summary>
    ReplyNotFound,
    /// <summary>A deleted message can't be edited.</summary>
    MessageDeleted,
    /// <summary>Another activation has taken the topic, or the outcome is unknown: ask again under the same client id.</summary>
    Retry,
    /// <summary>A queue is full, or the disk nearly: ask again later.</summary>
    Busy,
    UsernameTaken,
    /// <summary>Wrong name, wrong password, spent or unknown token: one answer for all of them.</summary>
    InvalidCredentials,
    /// <summary>Too many failed attempts on this account.</summary>
    TooManyAttempts,
    UserNotFound,
    /// <summary>A display name that reads as somebody else's username.</summary>
    DisplayNameTaken,
    /// <summary>The message has been changed since the revision that the edit began with.</summary>
    MessageChanged,
    /// <summary>A username that would speak for the server, its staff or somebody who has left.</summary>
    UsernameReserved,
}

/// <summary>What a grain call came to: a value, or the one reason why there is none.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.outcome`1")]
public sealed record Outcome<T>(
    [property: Id(0)] T? Value,
    [property: Id(1)] Refusal Refusal,
    [property: Id(2)] TimeSpan? RetryAfter = null)
    where T : class
{
    public static implicit operator Outcome<T>(T value) => new(value, Refusal.None);
    public static implicit operator Outcome<T>(Refusal refusal) => new(null, refusal);
}

/// <summary>The value of an outcome that has none to tell.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.done")]
public sealed record Done
{
    public static readonly Done It = new();
}
