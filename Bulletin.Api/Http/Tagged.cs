using System.IO.Hashing;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Bulletin.Api.Http;

/// <summary>
/// Answers a value as JSON with a strong <c>ETag</c> over its bytes, or 304 to a client that holds just these. The value
/// is serialised once; what it was made from need not know of tags.
/// </summary>
public sealed class Tagged<T>(T value) : IResult, IEndpointMetadataProvider
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, BulletinJson.Options);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(XxHash128.Hash(body))}\"");

        var response = httpContext.Response;
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = "no-cache, private";
        if (IsHeld(httpContext.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
        builder.Metadata.Add(TaggedMetadata.It);
    }

    /// <summary>If-None-Match compares weakly (RFC 9110, 13.1.2). What is no list of tags is ignored.</summary>
    private static bool IsHeld(HttpRequest request, EntityTagHeaderValue tag) =>
        request.Headers.IfNoneMatch is { Count: > 0 } held
        && EntityTagHeaderValue.TryParseList(held, out var tags)
        && tags.Any(other => other.Equals(EntityTagHeaderValue.Any) || other.Compare(tag, useStrongComparison: false));
}

/// <summary>On an endpoint whose answers carry an <c>ETag</c>.</summary>
public sealed class TaggedMetadata
{
    public static readonly TaggedMetadata It = new();
}

/// <summary>Makes tagged answers without naming their type.</summary>
public static class Tagged
{
    public static Tagged<T> Of<T>(T value) => new(value);
}
