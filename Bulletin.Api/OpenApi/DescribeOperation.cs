using System.Globalization;
using Bulletin.Api.Http;
using Bulletin.Api.Responses;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Bulletin.Api.OpenApi;

/// <summary>Adds what follows from an operation's mapping: authentication, rate limits, and their problems.</summary>
internal sealed class DescribeOperation : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var isHealth = context.Description.RelativePath!.StartsWith("health/", StringComparison.Ordinal);
        var takesBody = metadata.OfType<IAcceptsMetadata>().Any();
        var statuses = new List<int>();
        var canBeStrict = metadata.OfType<QueryFields>().Any();
        if (takesBody || canBeStrict || operation.Parameters is { Count: > 0 }) statuses.Add(400);
        if (takesBody) statuses.AddRange([413, 415]);
        // Whatever has no limit of its own has the one for callers without a token.
        statuses.Add(429);
        if (!isHealth) statuses.Add(503);
        if (!metadata.OfType<IAllowAnonymous>().Any()) statuses.Add(401);
        // An empty list says that nothing is needed.
        else operation.Security = [];

        operation.Responses ??= [];
        foreach (var status in statuses.Order()) await AddProblem(operation.Responses, status, context, cancellationToken);
        foreach (var (status, response) in operation.Responses)
            if (response is OpenApiResponse described && int.TryParse(status, out var code) && code >= 400)
                described.Description = Problems.OfStatus(code).Title;
        foreach (var status in (string[])["429", "503"])
            if (operation.Responses.GetValueOrDefault(status) is OpenApiResponse later)
                later.Headers = new Dictionary<string, IOpenApiHeader> { ["Retry-After"] = new OpenApiHeader { Description = "Seconds to wait before retrying.", Schema = Seconds() } };
        if (metadata.OfType<ETagMetadata>().Any()) AddTag(operation);
        if (canBeStrict) AddStrictness(operation, context.Document!);

        var sorted = new OpenApiResponses();
        foreach (var (status, response) in operation.Responses.OrderBy(response => response.Key, StringComparer.Ordinal)) sorted[status] = response;
        operation.Responses = sorted;
    }

    private static void AddTag(OpenApiOperation operation)
    {
        if (operation.Responses!["200"] is OpenApiResponse ok)
            ok.Headers = new Dictionary<string, IOpenApiHeader> { ["ETag"] = new OpenApiHeader { Description = "Identifies this version of the answer.", Schema = Text() } };
        operation.Responses["304"] = new OpenApiResponse { Description = "Not modified: your copy is current." };
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = "If-None-Match",
            In = ParameterLocation.Header,
            Description = "The ETag of your copy.",
            Schema = Text(),
        });
    }

    private static void AddStrictness(OpenApiOperation operation, OpenApiDocument document)
    {
        document.AddComponent(StrictHandling.Header, new OpenApiParameter
        {
            Name = StrictHandling.Header,
            In = ParameterLocation.Header,
            Description = $"`{StrictHandling.Preference}`: refuse fields and query parameters that this call does not know, with `{ProblemCodes.UnknownField}`. Otherwise they are ignored. The answer says `{StrictHandling.AppliedHeader}` (RFC 7240).",
            Schema = Text(),
            Example = StrictHandling.Preference,
        });
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameterReference(StrictHandling.Header, document));
    }

    private static OpenApiSchema Seconds() => new() { Type = JsonSchemaType.Integer, Minimum = "0" };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static async Task AddProblem(OpenApiResponses responses, int status, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var key = status.ToString(CultureInfo.InvariantCulture);
        if (responses.ContainsKey(key)) return;
        var schema = await context.GetOrCreateSchemaAsync(typeof(ProblemBody), null, cancellationToken);
        context.Document?.AddComponent(nameof(ProblemBody), schema);
        responses[key] = new OpenApiResponse
        {
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [ProblemResult.ContentType] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemBody), context.Document) },
            },
        };
    }
}
