using Microsoft.AspNetCore.Http;

namespace Bulletin.Operations;

/// <summary>What a browser is told about every answer, whichever port it comes from.</summary>
public static class BrowserHeaders
{
    /// <summary>No page of Bulletin asks for any of these, so no script that got into one may.</summary>
    private const string Permissions =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), "
        + "midi=(), payment=(), serial=(), usb=()";

    /// <param name="contentPolicy">Its <c>Content-Security-Policy</c>, unless the answer brings its own.</param>
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
