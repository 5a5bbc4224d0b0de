using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Bulletin.Api.OpenApi;

/// <summary>Adds to schemas what types alone do not express.</summary>
internal static class DescribeSchema
{
    public static Task Transform(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        // Written by a converter, so the exporter cannot tell that these are strings.
        if (type == typeof(DateTimeOffset)) schema.Type = JsonSchemaType.String;
        if (type == typeof(DateTimeOffset?)) schema.Type = JsonSchemaType.String | JsonSchemaType.Null;

        // Requests take them as text, so that a validator can say what is wrong.
        if (context.JsonPropertyInfo is { Name: "clientId" } && schema.Type?.HasFlag(JsonSchemaType.String) == true) schema.Format = "uuid";

        // Any fields: without this, generated clients take it for an object that has none.
        if (type == typeof(JsonObject)) schema.AdditionalProperties = new OpenApiSchema();

        // Requests are parsed leniently, so that a validator can report missing fields; the schema still requires text, not null.
        if (context.JsonPropertyInfo?.AttributeProvider?.IsDefined(typeof(RequiredAttribute), inherit: true) == true)
            schema.Type &= ~JsonSchemaType.Null;
        return Task.CompletedTask;
    }
}
