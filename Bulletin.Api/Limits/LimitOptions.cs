using System.ComponentModel.DataAnnotations;

namespace Bulletin.Api.Limits;

/// <summary>How often one user, or one address, may do what: the section <c>Limits</c>.</summary>
public sealed class LimitOptions
{
    /// <summary>Posting, editing and deleting messages, over HTTP and the hub together. Per user.</summary>
    [Required] public Rate Posting { get; init; } = new() { PerSecond = 50, Burst = 200 };

    /// <summary>Creating, changing and removing topics and one's own account. Per user.</summary>
    [Required] public Rate Writing { get; init; } = new() { PerSecond = 20, Burst = 200 };

    /// <summary>Searches, and pages of history that the database has to be asked for. Per user.</summary>
    [Required] public Rate Searching { get; init; } = new() { PerSecond = 50, Burst = 300 };

    /// <summary>New accounts. Per address.</summary>
    [Required] public Rate SignUp { get; init; } = new() { PerSecond = 5, Burst = 200 };

    /// <summary>Log-ins and refreshed sessions. Per address.</summary>
    [Required] public Rate LogIn { get; init; } = new() { PerSecond = 10, Burst = 200 };
}

/// <summary>A token bucket.</summary>
public sealed class Rate
{
    /// <summary>How many come back each second.</summary>
    [Range(0.01, 1_000_000)] public double PerSecond { get; init; }

    /// <summary>How many may be spent at once.</summary>
    [Range(1, 1_000_000)] public int Burst { get; init; }
}
