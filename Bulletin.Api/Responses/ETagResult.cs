using System.Reflection;
using Bulletin.Api.Auth;
using Bulletin.Api.Limits;
using Bulletin.Operations;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Bulletin.Api.Responses;

/// <summary>
/// Returns JSON with a strong <c>ETag</c>, or 304 if the client has this version. The code that makes the value need not know
/// about tags.
/// </summary>
/// <typeparam name="T">The type of the value, for the API description.</typeparam>
public sealed class ETagResult<T> : IResult, IEndpointMetadataProvider
{
    private readonly Func<RenderedJson>? render;
    private readonly int about;
    private RenderedJson answer;

    /// <param name="answer">A cached response, already rendered.</param>
    public ETagResult(RenderedJson answer) => this.answer = answer;

    /// <param name="about">The approximate size in bytes. A large response is rendered only once memory is reserved for it.</param>
    internal ETagResult(Func<RenderedJson> render, int about)
    {
        (this.render, this.about) = (render, about);
        answer = about > BytesInFlight.Small ? RenderedJson.Empty : render();
    }

    public string CacheControl { get; init; } = "no-cache, private";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (ReferenceEquals(answer, RenderedJson.Empty) || answer.Body.Length > BytesInFlight.Small) return WriteLarge(httpContext);
        if (IsHeld(httpContext)) return Task.CompletedTask;
        Describe(httpContext.Response);
        var started = httpContext.Response.StartAsync();
        if (!started.IsCompletedSuccessfully) return Started(started, httpContext.Response);
        Write(httpContext.Response);
        return Task.CompletedTask;
    }

    private void Describe(HttpResponse response)
    {
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = answer.Body.Length;
    }

    /// <summary>Reserves memory until the client has read most of a large response, which is written only as fast as the client reads.</summary>
    private async Task WriteLarge(HttpContext context)
    {
        using var room = Caller.Of(context.User) is { } caller ? await RoomFor(caller, context) : null;
        if (ReferenceEquals(answer, RenderedJson.Empty)) answer = render!();
        if (IsHeld(context)) return;

        Describe(context.Response);
        for (var rest = answer.Body; rest.Length > 0; rest = rest[Math.Min(rest.Length, BytesInFlight.Small)..])
            await context.Response.BodyWriter.WriteAsync(rest[..Math.Min(rest.Length, BytesInFlight.Small)], context.RequestAborted);
    }

    private ValueTask<IDisposable?> RoomFor(Caller caller, HttpContext context)
    {
        var services = context.RequestServices;
        var bytes = Math.Max(about, answer.Body.Length);
        LimitedBy.LimitOf(context, services.GetRequiredService<AllLimits>())?.ChargeBytes(caller.LimitKey, bytes);
        return services.GetRequiredService<BytesInFlight>().Reserve(new(caller.UserId, ClientAddress.Of(context.Connection.RemoteIpAddress)), bytes, context.RequestAborted);
    }

    private async Task Started(Task started, HttpResponse response)
    {
        await started;
        Write(response);
    }

    private void Write(HttpResponse response)
    {
        var body = answer.Body.Span;
        body.CopyTo(response.BodyWriter.GetSpan(body.Length));
        response.BodyWriter.Advance(body.Length);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
        builder.Metadata.Add(ETagMetadata.It);
    }

    /// <summary>Sets the ETag, and status 304 if the client already has this version.</summary>
    private bool IsHeld(HttpContext context)
    {
        var response = context.Response;
        response.Headers.ETag = answer.Tag;
        response.Headers.CacheControl = CacheControl;
        if (!IsHeld(context.Request)) return false;
        response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>If-None-Match uses weak comparison (RFC 9110, 13.1.2). A malformed list of tags is ignored.</summary>
    private bool IsHeld(HttpRequest request)
    {
        var held = request.Headers.IfNoneMatch;
        if (held.Count == 0) return false;
        if (held.Count == 1 && held[0] == answer.Tag) return true;

        EntityTagHeaderValue tag = new(answer.Tag);
        return EntityTagHeaderValue.TryParseList(held, out var tags)
            && tags.Any(other => other.Equals(EntityTagHeaderValue.Any) || other.Compare(tag, useStrongComparison: false));
    }
}

/// <summary>Marks an endpoint whose responses carry an <c>ETag</c>.</summary>
public sealed class ETagMetadata
{
    public static readonly ETagMetadata It = new();
}

/// <summary>Creates responses with an ETag, inferring the type.</summary>
public static class ETagResult
{
    public static ETagResult<T> Of<T>(T value) => new(RenderedJson.Of(value));

    /// <param name="about">The approximate size in bytes.</param>
    public static ETagResult<T> Of<T>(T value, int about) => new(() => RenderedJson.Of(value), about);
}
