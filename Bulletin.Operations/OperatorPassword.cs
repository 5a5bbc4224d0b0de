using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Bulletin.Grains;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Bulletin.Operations;

/// <summary>
/// The operators' shared password, <c>Dashboard:Password</c>. It uses HTTP Basic authentication, for which browsers prompt by
/// themselves; any username is accepted.
/// </summary>
public sealed class OperatorPassword : IDisposable
{
    public const int MinLength = 16;

    /// <summary>Wrong passwords that an address may send in a burst; one more is allowed every ten seconds.</summary>
    public const int Tries = 10;

    private static readonly TokenBucketRateLimiterOptions Bucket = new()
    {
        TokenLimit = Tries,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromSeconds(10),
        AutoReplenishment = false,
    };

    private readonly byte[] _hash;
    private readonly PartitionedRateLimiter<string> _wrong =
        PartitionedRateLimiter.Create<string, string>(address => RateLimitPartition.GetTokenBucketLimiter(address, _ => Bucket));

    private OperatorPassword(string password) => _hash = Hash(password);

    /// <returns>Null if no password is set: then no endpoint requires one.</returns>
    /// <exception cref="StartFailedException">The password is short enough to be guessed.</exception>
    public static OperatorPassword? From(IConfiguration configuration) => configuration["Dashboard:Password"] switch
    {
        null or "" => null,
        { Length: < MinLength } => throw new StartFailedException($"Dashboard:Password must be at least {MinLength} characters long. Generate one with 'openssl rand -hex 24'."),
        var password => new(password),
    };

    /// <summary>Whether to continue. If not, the response is set: 401, or 429 once an address has made too many attempts.</summary>
    public bool Admits(HttpContext context)
    {
        var address = ClientAddress.Of(context.Connection.RemoteIpAddress);
        // Checks for a whole permit: acquiring zero permits succeeds even with a fraction of one.
        if (_wrong.GetStatistics(address) is { CurrentAvailablePermits: < 1 }) return Stopped(context);

        var given = Given(context.Request.Headers.Authorization);
        // Hashes have the same length and are compared in constant time.
        if (given is not null && CryptographicOperations.FixedTimeEquals(Hash(given), _hash)) return true;

        // A browser's first request has no credentials, which is not an attempt.
        if (given is not null)
        {
            using var counted = _wrong.AttemptAcquire(address);
            if (!counted.IsAcquired) return Stopped(context);
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"Bulletin\", charset=\"UTF-8\"";
        return false;
    }

    private static bool Stopped(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = "10";
        return false;
    }

    private static string? Given(string? header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var authorization) || authorization.Scheme != "Basic") return null;
        var bytes = new byte[authorization.Parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(authorization.Parameter ?? "", bytes, out var length)) return "";
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        return pair[(pair.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }

    private static byte[] Hash(string password) => SHA256.HashData(Encoding.UTF8.GetBytes(password));

    public void Dispose() => _wrong.Dispose();
}
