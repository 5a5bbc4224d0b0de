namespace Bulletin.Api.Auth;

/// <summary>Where a request carries its access token.</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>A browser can't set headers on a WebSocket; anywhere else a token in an address would only end up in logs.</summary>
    /// <returns>Null when there is none.</returns>
    public static string? Of(HttpRequest request)
    {
        string? header = request.Headers.Authorization;
        if (header is not null && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return header[Scheme.Length..].Trim();
        if (!request.Path.StartsWithSegments("/hubs")) return null;
        return request.Query["access_token"] is [{ Length: > 0 } token] ? token : null;
    }
}
