using System.ComponentModel.DataAnnotations;

namespace Bulletin.Api.Limits;

/// <summary>The rate limits per user or address: the section <c>Limits</c>.</summary>
public sealed class LimitOptions
{
    /// <summary>Less would not hold a single response.</summary>
    internal const long LeastBytes = 1024 * 1024;

    /// <summary>Posting, editing, deleting and reacting to messages, over HTTP and the hub together. Per user.</summary>
    [Required] public Rate Posting { get; init; } = new() { PerSecond = 50, Burst = 200 };

    /// <summary>Every other change: of topics, members, pins, accounts, settings, drafts and notification levels. Per user.</summary>
    [Required] public Rate Writing { get; init; } = new() { PerSecond = 20, Burst = 200 };

    /// <summary>Marking a topic as read or unread. Clients do so as they show messages. Per user. Marking everything as read counts as <see cref="Writing"/>.</summary>
    [Required] public Rate Marking { get; init; } = new() { PerSecond = 20, Burst = 500 };

    /// <summary>Searches, and pages of history that are read from the database. Per user.</summary>
    [Required] public Rate Searching { get; init; } = new() { PerSecond = 50, Burst = 300 };

    /// <summary>Lists and messages that are read from memory. Per user. A response above 32 KiB costs one more per 16 KiB. Only refusals carry the headers.</summary>
    [Required] public Rate Reading { get; init; } = new() { PerSecond = 200, Burst = 2_000 };

    /// <summary>Hub calls of any kind. Per user. A response costs one more per 16 KiB.</summary>
    [Required] public Rate HubCalls { get; init; } = new() { PerSecond = 100, Burst = 1_000 };

    /// <summary>New hub connections. Per user.</summary>
    [Required] public Rate Connecting { get; init; } = new() { PerSecond = 10, Burst = 600 };

    /// <summary>KiB sent to the hub, of any kind. Per user. Clients above the limit are slowed down.</summary>
    [Required] public Rate HubKilobytes { get; init; } = new() { PerSecond = 256, Burst = 2_048 };

    /// <summary>New accounts. Per address.</summary>
    [Required] public Rate SignUp { get; init; } = new() { PerSecond = 0.2, Burst = 200 };

    /// <summary>Password checks. Per address.</summary>
    [Required] public Rate LogIn { get; init; } = new() { PerSecond = 5, Burst = 200 };

    /// <summary>Session refreshes. Per address.</summary>
    [Required] public Rate Refreshing { get; init; } = new() { PerSecond = 20, Burst = 400 };

    /// <summary>Requests without another limit: pages, files, documents, and attempts with unknown tokens. Per address; per user for known callers.</summary>
    [Required] public Rate Anonymous { get; init; } = new() { PerSecond = 300, Burst = 10_000 };

    /// <summary>Bytes of large responses and queued events held for a user's clients that have not read them yet. At least 1 MiB.</summary>
    public long InFlightBytesPerUser { get; init; } = 16 * 1024 * 1024;

    /// <summary>The same for all users of this gateway; half of it for the users of one address. At least 1 MiB.</summary>
    public long InFlightBytes { get; init; } = 128 * 1024 * 1024;
}

/// <summary>A token bucket.</summary>
public sealed class Rate
{
    /// <summary>Tokens added per second.</summary>
    [Range(0.01, 1_000_000)] public double PerSecond { get; init; }

    /// <summary>The capacity of the bucket: the number of tokens that can be taken at once.</summary>
    [Range(1, 1_000_000)] public int Burst { get; init; }
}
