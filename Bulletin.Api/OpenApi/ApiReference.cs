using System.Buffers.Text;
using System.Security.Cryptography;
using Bulletin.Api.Responses;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Bulletin.Api.OpenApi;

/// <summary>The OpenAPI document, and a page to browse it. The page loads nothing from any other host.</summary>
public static class ApiReference
{
    private const string DocumentName = "v1";

    public static IServiceCollection AddBulletinApiReference(this IServiceCollection services) => services.AddOpenApi(DocumentName, document =>
    {
        document.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        // The reference describes the public API; the page, and the files of the web client, are no part of it.
        document.ShouldInclude = description => description.RelativePath is { } path
            && (path.StartsWith("api/", StringComparison.Ordinal) || path.StartsWith("health/", StringComparison.Ordinal));
        document.AddDocumentTransformer<DescribeApi>();
        document.AddOperationTransformer<DescribeOperation>();
        document.AddSchemaTransformer(DescribeSchema.Transform);
    });

    public static void MapApiReference(this IEndpointRouteBuilder routes)
    {
        RenderedJson? document = null;
        routes.MapGet($"/openapi/{DocumentName}.json", async (IServiceProvider services) =>
            new ETagResult<object>(document ??= await Document(services)) { CacheControl = "public, max-age=300" }).AllowAnonymous().ExcludeFromDescription();
        routes.MapScalarApiReference("/docs", (page, context) =>
        {
            var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
            context.Response.Headers.ContentSecurityPolicy = Policy(nonce);
            page.WithTitle("Bulletin API").AddDocument(DocumentName).WithNonce(nonce);
            page.DefaultFonts = false;
            page.Telemetry = false;
            page.Agent = new() { Disabled = true };
            page.Mcp = new() { Disabled = true };
        }).AllowAnonymous().Add(SendAsKept);
    }

    /// <summary>The page's script is kept compressed, as every browser takes it. To unpack its five megabytes is too expensive for each who asks.</summary>
    private static void SendAsKept(EndpointBuilder endpoint)
    {
        var answer = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = context =>
        {
            context.Request.Headers.AcceptEncoding = "gzip";
            return answer(context);
        };
    }

    /// <summary>The same for everybody, and too expensive to make for each who asks.</summary>
    private static async Task<RenderedJson> Document(IServiceProvider services)
    {
        var documents = services.GetRequiredKeyedService<IOpenApiDocumentProvider>(DocumentName);
        var document = await documents.GetOpenApiDocumentAsync(CancellationToken.None);
        using MemoryStream json = new();
        await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1);
        return RenderedJson.Of(json.ToArray());
    }

    /// <summary>Wider than everywhere else only in that the page may style itself and run its one inline script.</summary>
    private static string Policy(string nonce) =>
        $"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
}
