using System.Buffers.Text;
using System.Security.Cryptography;
using Bulletin.Api.Responses;
using Bulletin.Operations;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Bulletin.Api.OpenApi;

/// <summary>The OpenAPI document, and a page to browse it. The page loads nothing from other hosts.</summary>
public static class ApiReference
{
    private const string DocumentName = "v1";

    private static readonly string[] Documented = ["api/", "health/", ".well-known/"];

    public static IServiceCollection AddBulletinApiReference(this IServiceCollection services) => services.AddOpenApi(DocumentName, document =>
    {
        document.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        // The reference covers the public API only: neither the reference page nor the files of the web client.
        document.ShouldInclude = description => description.HttpMethod != HttpMethods.Head && description.RelativePath is { } path
            && Documented.Any(folder => path.StartsWith(folder, StringComparison.Ordinal));
        document.AddDocumentTransformer<DescribeApi>();
        document.AddDocumentTransformer<DescribeExamples>();
        document.AddOperationTransformer<DescribeOperation>();
        document.AddSchemaTransformer(DescribeSchema.Transform);
    });

    public static void MapApiReference(this IEndpointRouteBuilder routes)
    {
        RenderedJson? document = null;
        routes.MapGet($"/openapi/{DocumentName}.json", async (IServiceProvider services) =>
            new ETagResult<object>(document ??= await Document(services)) { CacheControl = "public, max-age=300" }).AnswersHead().AllowAnonymous().ExcludeFromDescription();
        routes.MapScalarApiReference("/docs", (page, context) =>
        {
            var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
            context.Response.Headers.ContentSecurityPolicy = Policy(nonce);
            page.WithTitle("Bulletin API").AddDocument(DocumentName).WithNonce(nonce);
            page.DefaultFonts = false;
            page.Telemetry = false;
            page.Agent = new() { Disabled = true };
            page.Mcp = new() { Disabled = true };
        }).AnswersHead().AllowAnonymous().Add(ServeCompressed);
    }

    /// <summary>The page's script is stored compressed, and every browser accepts it. Decompressing its five megabytes per request is too expensive.</summary>
    private static void ServeCompressed(EndpointBuilder endpoint)
    {
        var answer = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = context =>
        {
            context.Request.Headers.AcceptEncoding = "gzip";
            return answer(context);
        };
    }

    /// <summary>Renders the document. It is the same for everybody, and too expensive to render per request.</summary>
    private static async Task<RenderedJson> Document(IServiceProvider services)
    {
        var documents = services.GetRequiredKeyedService<IOpenApiDocumentProvider>(DocumentName);
        var document = await documents.GetOpenApiDocumentAsync(CancellationToken.None);
        using MemoryStream json = new();
        await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1);
        return RenderedJson.Of(json.ToArray());
    }

    /// <summary>Differs from the default policy only in allowing inline styles and the page's one inline script.</summary>
    private static string Policy(string nonce) =>
        $"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
}
