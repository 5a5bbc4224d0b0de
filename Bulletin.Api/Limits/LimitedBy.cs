namespace Bulletin.Api.Limits;

/// <summary>Endpoint metadata: the rate limit that applies to its calls.</summary>
/// <param name="Choose">Selects the limit.</param>
/// <param name="PerAddress">Whether to count by address, for unauthenticated calls; otherwise by user.</param>
/// <param name="When">The calls it applies to; null for all.</param>
/// <param name="Otherwise">The limit of the other calls.</param>
public sealed record LimitedBy(Func<AllLimits, Limit> Choose, bool PerAddress, Func<HttpRequest, bool>? When, Func<AllLimits, Limit>? Otherwise = null)
{
    /// <returns>The limit that applies to a request; null if there is none.</returns>
    public static Limit? LimitOf(HttpContext context, AllLimits limits) =>
        context.GetEndpoint()?.Metadata.GetMetadata<LimitedBy>() is not { } limited ? null
        : limited.When?.Invoke(context.Request) is not false ? limited.Choose(limits)
        : limited.Otherwise?.Invoke(limits);
}

/// <summary>Adds rate limits to endpoints.</summary>
public static class LimitedByExtensions
{
    /// <summary>Limits calls per user.</summary>
    /// <param name="when">The calls it applies to. The others are served from memory, and use <see cref="AllLimits.Reading"/>.</param>
    public static TBuilder LimitedPerUser<TBuilder>(this TBuilder endpoint, Func<AllLimits, Limit> limit, Func<HttpRequest, bool>? when = null)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new LimitedBy(limit, PerAddress: false, when, when is null ? null : limits => limits.Reading));

    /// <summary>Limits calls per client address.</summary>
    public static TBuilder LimitedPerAddress<TBuilder>(this TBuilder endpoint, Func<AllLimits, Limit> limit)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new LimitedBy(limit, PerAddress: true, null));
}
