namespace Bulletin.Api.Limits;

/// <summary>On an endpoint: the limit that its calls spend from.</summary>
/// <param name="Choose">Which of the limits.</param>
/// <param name="PerAddress">Counted by address, because nobody is signed in yet; otherwise by user.</param>
/// <param name="When">Which of its calls; null for all.</param>
public sealed record LimitedBy(Func<AllLimits, Limit> Choose, bool PerAddress, Func<HttpRequest, bool>? When);

/// <summary>Puts limits on endpoints.</summary>
public static class LimitedByExtensions
{
    /// <summary>Each call spends from the caller's own bucket.</summary>
    public static TBuilder LimitedPerUser<TBuilder>(this TBuilder endpoint, Func<AllLimits, Limit> limit, Func<HttpRequest, bool>? when = null)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new LimitedBy(limit, PerAddress: false, when));

    /// <summary>Each call spends from the bucket of the address it comes from.</summary>
    public static TBuilder LimitedPerAddress<TBuilder>(this TBuilder endpoint, Func<AllLimits, Limit> limit)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new LimitedBy(limit, PerAddress: true, null));
}
