namespace Bulletin.Api.Http;

/// <summary>Documents the problems that an endpoint may return, for the API reference.</summary>
public static class ProblemResponses
{
    public static TBuilder WithProblems<TBuilder>(this TBuilder endpoint, params int[] statuses) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata([.. statuses.Select(object (status) => new ProducesResponseTypeMetadata(status, typeof(ProblemBody), [ProblemResult.ContentType]))]);
}
