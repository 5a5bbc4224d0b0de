using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Bulletin.Api.Operations;

/// <summary>What the reference says of the API as a whole.</summary>
internal sealed class DescribeApi : IOpenApiDocumentTransformer
{
    public const string Bearer = "Bearer";

    private const string Introduction = """
        Topics and their messages. Live changes come over the SignalR hub at `/hubs/bulletin`, which speaks the same shapes.

        - **Sign-in**: `Authorization: Bearer <access token>`, from `POST /api/v1/auth/login`.
        - **Ids** are UUIDs, **times** RFC 3339 in UTC with milliseconds. `seq` numbers a topic's messages, `revision` its changes: 1, 2, 3 … without a gap.
        - **Refusals** are RFC 9457 `application/problem+json` with a stable `code`.
        - **Lists** take `limit` and `cursor` and answer `items` and `next`. They and single resources carry an `ETag`.
        - **Limits** are told by `RateLimit` and `RateLimit-Policy`; when one is met, by 429 with `Retry-After`.
        - **503** with `Retry-After` means that storage or the cluster is away. What was asked may have been done: a post is safe to repeat under its `clientId`.
        """;

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new() { Title = "Bulletin", Version = "v1", Description = Introduction };
        // Relative to wherever the document is served from: the same bytes on every server.
        document.Servers = [new() { Url = "/" }];
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "The access token that signing in answers.",
        };
        return Task.CompletedTask;
    }
}
