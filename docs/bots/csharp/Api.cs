using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace EchoBot;

/// <summary>The HTTP API for a program that runs for ever: one session, refreshed in time, and calls that are repeated until they succeed.</summary>
internal sealed class Api(Uri server, string username, string password) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };
    private readonly SemaphoreSlim renewing = new(1); // one refresh at a time: a refresh token is good once
    private Session? session;
    private long renewAt;

    /// <summary>The settings, all from the environment.</summary>
    public static Api FromEnvironment() => new(
        new Uri(Environment.GetEnvironmentVariable("BULLETIN_SERVER") ?? "http://127.0.0.1:8080"),
        Required("BULLETIN_USERNAME"),
        Environment.GetEnvironmentVariable("BULLETIN_PASSWORD") ?? File.ReadAllText(Required("BULLETIN_PASSWORD_FILE")).TrimEnd());

    /// <summary>A setting that the bot cannot do without.</summary>
    public static string Required(string name)
    {
        if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value) return value;
        Console.Error.WriteLine($"Set {name}.");
        Environment.Exit(1);
        throw new UnreachableException();
    }

    public Uri Server => server;

    /// <summary>A token that is not about to expire.</summary>
    public async Task<string> AccessToken(CancellationToken stopping)
    {
        await renewing.WaitAsync(stopping);
        try
        {
            if (session is not null && Environment.TickCount64 < renewAt) return session.AccessToken;
            var refreshToken = session?.RefreshToken;
            session = null; // if the answer is lost, the refresh token may be spent: log in again
            Session? renewed = null;
            if (refreshToken is not null)
            {
                try { renewed = await Send<Session>(HttpMethod.Post, "auth/refresh", new { refreshToken }, null, stopping); }
                catch (HttpRequestException) { }
                catch (OperationCanceledException) when (!stopping.IsCancellationRequested) { }
            }
            session = renewed ?? await Send<Session>(HttpMethod.Post, "auth/login", new { username, password }, null, stopping);
            renewAt = Environment.TickCount64 + session.ExpiresIn * 900;
            return session.AccessToken;
        }
        finally
        {
            renewing.Release();
        }
    }

    public async Task<T> Call<T>(HttpMethod method, string path, object? body, CancellationToken stopping)
    {
        var used = await AccessToken(stopping);
        try
        {
            return await Send<T>(method, path, body, used, stopping);
        }
        catch (HttpRequestException refused) when (refused.StatusCode == HttpStatusCode.Unauthorized)
        {
            if (session?.AccessToken == used) renewAt = 0; // the session has ended, or the signing key was replaced
            return await Send<T>(method, path, body, await AccessToken(stopping), stopping);
        }
    }

    /// <summary>Tries until it succeeds, every 30 seconds at most. What the server will not change its mind about is thrown.</summary>
    public static async Task<T> Retry<T>(Func<Task<T>> attempt, CancellationToken stopping)
    {
        for (var delay = 0.5; ; delay = Math.Min(2 * delay, 30))
        {
            stopping.ThrowIfCancellationRequested();
            try
            {
                return await attempt();
            }
            catch (Exception problem) when (!stopping.IsCancellationRequested && !IsFinal(problem))
            {
                Console.Error.WriteLine($"{problem.Message}; trying again");
                var retryAfter = problem.Data["Retry-After"] as TimeSpan? ?? TimeSpan.Zero;
                var pause = TimeSpan.FromSeconds(delay * (0.5 + Random.Shared.NextDouble() / 2));
                await Task.Delay(pause > retryAfter ? pause : retryAfter, stopping);
            }
        }
    }

    public async Task LogOut()
    {
        if (session is null) return;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try { await Send<JsonElement>(HttpMethod.Post, "auth/logout", new { refreshToken = session.RefreshToken }, session.AccessToken, limit.Token); }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException) { }
    }

    public void Dispose()
    {
        http.Dispose();
        renewing.Dispose();
    }

    private async Task<T> Send<T>(HttpMethod method, string path, object? body, string? token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/{path}");
        if (body is not null) request.Content = JsonContent.Create(body);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NoContent) return default!;
        if (answer.IsSuccessStatusCode) return (await answer.Content.ReadFromJsonAsync<T>(cancellationToken))!;

        var isProblem = answer.Content.Headers.ContentType?.MediaType == "application/problem+json"; // a proxy may answer something else
        var problem = isProblem ? await answer.Content.ReadFromJsonAsync<Problem>(cancellationToken) : null;
        var refusal = new HttpRequestException($"{problem?.Code ?? $"HTTP {(int)answer.StatusCode}"}: {problem?.Detail}", null, answer.StatusCode);
        refusal.Data["Retry-After"] = answer.Headers.RetryAfter?.Delta;
        throw refusal;
    }

    private static bool IsFinal(Exception problem) => problem is HttpRequestException
    {
        StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError and not HttpStatusCode.RequestTimeout and not HttpStatusCode.TooManyRequests,
    };
}

internal sealed record Session(string AccessToken, string RefreshToken, int ExpiresIn);
internal sealed record Problem(string? Code, string? Detail);
internal sealed record User(Guid Id);
internal sealed record Topic(Guid Id, string? Name, long LastSeq);
internal sealed record State(long ReadSeq);
internal sealed record Page<T>(T[] Items, string? Next);
internal sealed record Message(long Seq, long Revision, User Author, string? Text);
internal sealed record Joined(Topic Topic, Message[] Messages, long Revision, bool Reset);
