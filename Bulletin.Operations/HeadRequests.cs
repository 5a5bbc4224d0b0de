using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bulletin.Operations;

/// <summary>Answers <c>HEAD</c> where <c>GET</c> is answered. Uptime checkers ask this way.</summary>
public static class HeadRequests
{
    /// <remarks>The server leaves out the body by itself.</remarks>
    public static TBuilder AnswersHead<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Finally(endpoint =>
        {
            if (endpoint.Metadata.OfType<HttpMethodMetadata>().LastOrDefault() is not { } of || !of.HttpMethods.Contains(HttpMethods.Get)) return;
            endpoint.Metadata.Remove(of);
            endpoint.Metadata.Add(new HttpMethodMetadata([.. of.HttpMethods, HttpMethods.Head]));
        });
        return endpoints;
    }
}
