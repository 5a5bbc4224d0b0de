using System.Reflection;
using System.Text.Json;
using Bulletin.Api.Contract;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Bulletin.Api.Http;

/// <summary>
/// A request body, parsed strictly: JSON in UTF-8, a single object, no duplicate properties, no lone surrogates. Anything else is
/// a client error and returns 400, 413 or 415, whichever exception the reader throws. Unknown properties are ignored, unless the
/// client prefers <see cref="StrictHandling"/>.
/// </summary>
/// <typeparam name="T">A record whose properties are all nullable; its validator reports missing ones.</typeparam>
public sealed record JsonBody<T>(T Value) : IBindableFromHttpContext<JsonBody<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    static async ValueTask<JsonBody<T>?> IBindableFromHttpContext<JsonBody<T>>.BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (!IsJson(context.Request.ContentType) || context.Request.Headers.ContentEncoding.Count > 0) throw new ProblemException(Problems.UnsupportedMediaType());
        try
        {
            var value = StrictHandling.IsAskedFor(context.Request)
                ? await ReadStrictly(context)
                : await JsonSerializer.DeserializeAsync<T>(context.Request.BodyReader, BulletinJson.Options, context.RequestAborted);
            return new(value ?? throw new ProblemException(Problems.Malformed("The body must not be null.")));
        }
        catch (JsonException exception)
        {
            throw new ProblemException(ProblemOf(exception.Path));
        }
        // Not well-formed Unicode: a lone surrogate escape, or bytes that are not UTF-8.
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            throw new ProblemException(Problems.Malformed("The body must be well-formed Unicode."));
        }
    }

    private static async ValueTask<T?> ReadStrictly(HttpContext context)
    {
        var body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.BodyReader, BulletinJson.Options, context.RequestAborted);
        var unknown = new UnknownNames();
        unknown.AddFrom(body, BulletinJson.Options.GetTypeInfo(typeof(T)));
        unknown.ThrowIfAny();
        return body.Deserialize<T>(BulletinJson.Options);
    }

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T), isOptional: false));

    private static bool IsJson(string? contentType) =>
        contentType is "application/json"
        || MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    /// <summary>Names the field if the reader knows it and it exists: the path may contain names that the client made up.</summary>
    private static Problem ProblemOf(string? path)
    {
        var field = path is ['$', '.', .. var name] ? name : null;
        var known = field is not null && typeof(T).GetProperties().Any(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name) == field);
        return known
            ? Problems.ValidationFailed(field!, "Must be well-formed, of the right type and given only once.")
            : Problems.Malformed("The body is not valid JSON of the expected shape.");
    }
}
