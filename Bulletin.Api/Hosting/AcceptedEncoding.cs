using Microsoft.Net.Http.Headers;

namespace Bulletin.Api.Hosting;

/// <summary>Reads <c>Accept-Encoding</c> (RFC 9110, 12.5.3).</summary>
internal static class AcceptedEncoding
{
    /// <summary>Whether the client accepts this encoding and does not prefer plain text. Without the header, plain text is sent.</summary>
    public static bool IsWanted(string encoding, HttpRequest request)
    {
        if (request.Headers.AcceptEncoding.Count == 0) return false;

        var accepted = request.GetTypedHeaders().AcceptEncoding;
        return Quality(encoding) is > 0 and var quality && quality >= Quality("identity");

        double Quality(string name) => (Listed(name) ?? Listed("*")) is { } listed ? listed.Quality ?? 1 : 0;

        StringWithQualityHeaderValue? Listed(string name) =>
            accepted.FirstOrDefault(value => value.Value.Equals(name, StringComparison.OrdinalIgnoreCase));
    }
}
