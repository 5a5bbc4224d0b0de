using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Clients;

/// <summary>Calls the REST API and says what is known of each call afterwards.</summary>
internal sealed class Rest(Balancer balancer, RunClock clock, TimeSpan patience) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        ConnectTimeout = patience,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        AllowAutoRedirect = false,
    }) { Timeout = Timeout.InfiniteTimeSpan };

    public async Task<(Attempt Attempt, JsonElement Body)> Send(
        HttpMethod method, int gateway, string path, string? token, object? body = null, CancellationToken cancellationToken = default)
    {
        var invoked = clock.Now;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(balancer.Url(gateway), $"/api/v1/{path}"));
            if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            if (body is not null)
            {
                request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, JsonSerializerOptions.Web));
                request.Content.Headers.ContentType = new("application/json");
            }
            using var answer = await http.SendAsync(request, limit.Token);
            var text = await answer.Content.ReadAsByteArrayAsync(limit.Token);
            var json = text.Length > 0 && answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true
                ? JsonSerializer.Deserialize<JsonElement>(text)
                : default;
            return (Of(gateway, invoked, answer, json), json);
        }
        catch (OperationCanceledException)
        {
            return (new(gateway, OverHub: false, invoked, clock.Now, Outcome.Unknown, $"{method} {path}: no answer") { TimedOut = !cancellationToken.IsCancellationRequested }, default);
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException)
        {
            return (new(gateway, OverHub: false, invoked, clock.Now, Outcome.Unknown, $"connection: {e.GetBaseException().Message}"), default);
        }
    }

    private Attempt Of(int gateway, TimeSpan invoked, HttpResponseMessage answer, JsonElement json)
    {
        var status = (int)answer.StatusCode;
        if (answer.IsSuccessStatusCode) return new(gateway, OverHub: false, invoked, clock.Now, Outcome.Ok, $"{status}", Number(json, "seq"), Number(json, "revision"));

        var code = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("code", out var given) ? given.GetString() : null;
        var away = answer.StatusCode == HttpStatusCode.ServiceUnavailable;
        return new(gateway, OverHub: false, invoked, clock.Now, status >= 500 ? Outcome.Unknown : Outcome.Refused,
            $"{status} {code} to {answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri?.AbsolutePath}")
        {
            // What the clients ask for here is theirs to do: nothing but "come back later" is a right answer.
            BreaksProtocol = !away || code != "unavailable" || answer.Headers.RetryAfter is null,
        };
    }

    private static long? Number(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number ? number.GetInt64() : null;

    public void Dispose() => http.Dispose();
}
