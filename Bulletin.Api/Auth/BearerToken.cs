namespace Bulletin.Api.Auth;

/// <summary>Where a request carries its access token.</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>Browsers can't set headers on a WebSocket, so the hub accepts the token in the URL. Anywhere else it would only end up in logs.</summary>
    /// <returns>False if there is none.</returns>
    public static bool TryRead(HttpRequest request, out ReadOnlySpan<char> token)
    {
        string? header = request.Headers.Authorization;
        if (header is not null && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            token = header.AsSpan(Scheme.Length).Trim();
            return true;
        }
        token = request.Path.StartsWithSegments("/hubs") && request.Query["access_token"] is [{ Length: > 0 } parameter] ? parameter : default;
        return token.Length > 0;
    }
}
