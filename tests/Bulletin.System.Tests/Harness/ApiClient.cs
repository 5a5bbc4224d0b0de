using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Bulletin.SystemTests.Harness;

/// <summary>Calls the REST API, as one person or as nobody.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;

    public ApiClient(Uri server)
    {
        Server = server;
        _http = new HttpClient(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30), AllowAutoRedirect = false })
        {
            BaseAddress = server,
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    public Uri Server { get; }

    /// <summary>Sent as Bearer with every call; null to call as nobody.</summary>
    public string? Token { get; set; }

    public Task<Answer> Get(string path, string? ifNoneMatch = null) => Send(HttpMethod.Get, path, content: null, ifNoneMatch is null ? [] : [("If-None-Match", ifNoneMatch)]);
    public Task<Answer> Post(string path, object? body = null) => Send(HttpMethod.Post, path, Json(body));
    public Task<Answer> Put(string path, object? body = null) => Send(HttpMethod.Put, path, body is null ? null : Json(body));
    public Task<Answer> Patch(string path, object body) => Send(HttpMethod.Patch, path, Json(body));
    public Task<Answer> Delete(string path, object? body = null) => Send(HttpMethod.Delete, path, body is null ? null : Json(body));
    public Task<Answer> PostRaw(string path, string body, string contentType = "application/json") => SendRaw(HttpMethod.Post, path, body, contentType);

    public Task<Answer> SendRaw(HttpMethod method, string path, string body, string contentType) => SendRaw(method, path, Encoding.UTF8.GetBytes(body), contentType);

    public Task<Answer> SendRaw(HttpMethod method, string path, byte[] body, string contentType)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return Send(method, path, content);
    }

    public async Task<Answer> Send(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path.StartsWith('/') ? path : $"/api/v1/{path}", UriKind.Relative)) { Content = content };
        if (Token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(answer, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public static ByteArrayContent Json(object? body)
    {
        var content = new ByteArrayContent(body is null ? [] : JsonSerializer.SerializeToUtf8Bytes(body, JsonSerializerOptions.Web));
        content.Headers.ContentType = new("application/json");
        return content;
    }

    public void Dispose() => _http.Dispose();
}
