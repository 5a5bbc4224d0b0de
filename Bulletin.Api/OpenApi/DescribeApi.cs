using Bulletin.Grains.Cluster;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Bulletin.Api.OpenApi;

/// <summary>Describes the API as a whole.</summary>
internal sealed class DescribeApi : IOpenApiDocumentTransformer
{
    public const string Bearer = "Bearer";

    private const string Introduction = """
        Topics and their messages. The SignalR hub at `/hubs/bulletin` sends live changes in the same format.

        - **Sign-in**: `Authorization: Bearer <access token>`, from `POST /api/v1/auth/login`.
        - **Ids** are UUIDs, **times** RFC 3339 in UTC with milliseconds. `seq` numbers a topic's messages and `revision` its changes: 1, 2, 3 … without gaps.
        - **Errors** are RFC 9457 `application/problem+json` with a stable `code`.
        - **Unknown fields** are ignored, unless you send `Prefer: handling=strict`: then they are refused, and so are unknown query parameters.
        - **Enumerations** may grow in a later version, in responses: a client should expect values that it does not know.
        - **Lists** take `limit` and `cursor` and return `items` and `next`. Lists and single resources carry an `ETag`.
        - **Limits** are announced in `RateLimit` and `RateLimit-Policy`. When one is reached, the answer is 429 with `Retry-After`.
        - **503** with `Retry-After` means that storage or the cluster is unavailable. The request may still have been carried out: a post is safe to repeat with its `clientId`.
        """;

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new()
        {
            Title = "Bulletin",
            Version = ProductVersion.Current,
            Description = Introduction,
            License = new() { Name = "MIT", Identifier = "MIT" },
            Contact = new() { Name = "Bulletin", Url = new("https://github.com/bulletin-chat/bulletin") },
        };
        // Relative to the document's own address, so that its bytes are the same on every server.
        document.Servers = [new() { Url = "/", Description = "The server that this document comes from." }];
        document.Tags = ApiTags.Describe((document.Tags ?? new HashSet<OpenApiTag>()).Select(tag => tag.Name!));
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "The access token returned by sign-in.",
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
        return Task.CompletedTask;
    }
}
