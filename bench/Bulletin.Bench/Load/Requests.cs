using System.Text;

namespace Bulletin.Bench.Load;

/// <summary>Requests as bytes.</summary>
internal static class Requests
{
    private const string NoClientId = "00000000-0000-7000-8000-000000000000";

    /// <summary>What most posts say: 200 characters.</summary>
    public static string Text { get; } = new('x', 200);

    public static byte[] Get(string path, string? token = null, string? ifNoneMatch = null) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: bench\r\n{Header("Authorization", token is null ? null : $"Bearer {token}")}{Header("If-None-Match", ifNoneMatch)}\r\n");

    public static byte[] Post(string path, string body, string? token = null) => With("POST", path, body, token);

    public static byte[] Put(string path, string body, string? token = null) => With("PUT", path, body, token);

    /// <summary>A post of about 200 bytes; <see cref="Renew"/> gives it a new client id.</summary>
    public static byte[] PostMessage(string path, string? token = null) => PostMessage(path, token, Text, NoClientId);

    public static byte[] PostMessage(string path, string? token, string text) => PostMessage(path, token, text, Guid.CreateVersion7().ToString());

    private static byte[] PostMessage(string path, string? token, string text, string clientId) =>
        Post(path, $"{{\"clientId\":\"{clientId}\",\"text\":\"{text}\"}}", token);

    /// <summary>Replaces the client id of a post.</summary>
    public static void Renew(byte[] post)
    {
        var at = post.AsSpan().LastIndexOf("\"clientId\":\""u8) + 12;
        Guid.CreateVersion7().TryFormat(post.AsSpan(at, 36), out _);
    }

    private static byte[] With(string method, string path, string body, string? token) =>
        Encoding.UTF8.GetBytes($"{method} {path} HTTP/1.1\r\nHost: bench\r\n{Header("Authorization", token is null ? null : $"Bearer {token}")}Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    private static string Header(string name, string? value) => value is null ? "" : $"{name}: {value}\r\n";
}
