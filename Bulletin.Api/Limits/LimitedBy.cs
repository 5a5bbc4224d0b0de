namespace Bulletin.Api.Limits;

/// <summary>On an endpoint: the limit that its calls spend from.</summary>
/// <param name="Choose">Which of the limits.</param>
/// <param name="PerAddress">Counted by address, because nobody is signed in yet; otherwise by user.</param>
/// <param name="When">Which of its calls; null for all.</param>
/// <param name="Otherwise">What its other calls spend from.</param>
public sealed record LimitedBy(Func<AllLimits, Limit> Choose, bool PerAddress, Func<HttpRequest, bool>? When, Func<AllLimits, Limit>? Otherwise = null)
{
    /// <returns>The limit that a request spends from; null if it has none.</returns>
    public static Limit? LimitOf(HttpContext context, AllLimits limits) =>
        context.GetEndpoint()?.Metadata.GetMetadata<LimitedBy>() is not { } limited ? null
        : limited.When?.Invoke(context.Request) is not false ? limited.Choose(limits)
        : limited.Otherwise?.Invoke(limits);
}

/// <summary>Puts limits on endpoints.</summary>
public static class LimitedByExtensions
{
    /// <summary>Each call spends from the caller's own bucket.</summary>
    /// <param name="when">Which of its calls; the others are answered from memory, and spend from <see cref="AllLimits.Reading"/>.</param>
    public static TBuilder LimitedPerUser<TBuilder>(this TBuilder endpoint, Func<AllLimits, Limit> limit, Func<HttpRequest, bool>? when = null)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new LimitedBy(limit, PerAddress: false, when, when is null ? null : limits => limits.Reading));

    /// <summary>Each call spends from the bucket of the address it comes from.</summary>
    public static TBuilder LimitedPerAddress<TBuilder>(this TBuilder endpoint, Func<AllLimits, Limit> limit)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new LimitedBy(limit, PerAddress: true, null));
}
