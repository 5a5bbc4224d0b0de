using System.Reflection;
using Bulletin.Api.Auth;
using Bulletin.Api.Limits;
using Bulletin.Operations;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Bulletin.Api.Responses;

/// <summary>
/// Answers JSON with a strong <c>ETag</c>, or 304 to a client that holds just this. What it was made from need not know
/// of tags.
/// </summary>
/// <typeparam name="T">What was rendered, for the description of the API.</typeparam>
public sealed class ETagResult<T> : IResult, IEndpointMetadataProvider
{
    private readonly Func<RenderedJson>? render;
    private readonly int about;
    private RenderedJson answer;

    /// <param name="answer">Rendered for many: it is there anyway.</param>
    public ETagResult(RenderedJson answer) => this.answer = answer;

    /// <param name="about">How many bytes it will have, roughly. A large one is made only once there is room for it.</param>
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

    /// <summary>A large answer takes room until its reader has most of it, and is handed over only as fast as they read.</summary>
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

    /// <summary>Names the answer, and says so if the client has it already.</summary>
    private bool IsHeld(HttpContext context)
    {
        var response = context.Response;
        response.Headers.ETag = answer.Tag;
        response.Headers.CacheControl = CacheControl;
        if (!IsHeld(context.Request)) return false;
        response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>If-None-Match compares weakly (RFC 9110, 13.1.2). What is no list of tags is ignored.</summary>
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

/// <summary>On an endpoint whose answers carry an <c>ETag</c>.</summary>
public sealed class ETagMetadata
{
    public static readonly ETagMetadata It = new();
}

/// <summary>Makes tagged answers without naming their type.</summary>
public static class ETagResult
{
    public static ETagResult<T> Of<T>(T value) => new(RenderedJson.Of(value));

    /// <param name="about">How many bytes it will have, roughly.</param>
    public static ETagResult<T> Of<T>(T value, int about) => new(() => RenderedJson.Of(value), about);
}
