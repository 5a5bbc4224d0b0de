using Bulletin.Api.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Scalar.AspNetCore;

namespace Bulletin.Api.Operations;

/// <summary>The OpenAPI document, and a page to browse it. The page loads nothing from any other host.</summary>
public static class ApiReference
{
    private const string DocumentName = "v1";

    public static IServiceCollection AddBulletinApiReference(this IServiceCollection services) => services.AddOpenApi(DocumentName, document =>
    {
        document.OpenApiVersion = Microsoft.OpenApi.OpenApiSpecVersion.OpenApi3_1;
        // The reference describes the public API; the page, and the files of the web client, are no part of it.
        document.ShouldInclude = description => description.RelativePath is { } path
            && (path.StartsWith("api/", StringComparison.Ordinal) || path.StartsWith("health/", StringComparison.Ordinal));
        document.AddDocumentTransformer<DescribeApi>();
        document.AddOperationTransformer<DescribeOperation>();
    });

    public static void MapApiReference(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        routes.MapScalarApiReference("/docs", (page, context) =>
        {
            page.WithTitle("Bulletin API").AddDocument(DocumentName).WithDynamicNonce();
            page.DefaultFonts = false;
            page.Telemetry = false;
            page.Agent = new() { Disabled = true };
            page.Mcp = new() { Disabled = true };
        }).AllowAnonymous();
    }

}
