using Microsoft.AspNetCore.Http;

namespace Bulletin.Operations;

/// <summary>Security headers for every response, on any port.</summary>
public static class BrowserHeaders
{
    /// <summary>Bulletin's pages use none of these features, so an injected script may not use them either.</summary>
    private const string Permissions =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), "
        + "midi=(), payment=(), serial=(), usb=()";

    /// <param name="contentPolicy">The <c>Content-Security-Policy</c>, unless the response sets its own.</param>
    public static void Set(IHeaderDictionary headers, string contentPolicy)
    {
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = Permissions;
        if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = contentPolicy;
    }
}
