using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Bulletin.Grains;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Bulletin.Operations;

/// <summary>
/// The one password of those who run Bulletin, <c>Dashboard:Password</c>: as HTTP's Basic, which browsers ask for by
/// themselves, with any username.
/// </summary>
public sealed class OperatorPassword : IDisposable
{
    public const int MinLength = 16;

    /// <summary>Wrong ones that an address may send at once, and again every ten seconds one.</summary>
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

    /// <returns>Null when none is set: then there is nothing that asks for it.</returns>
    /// <exception cref="StartFailedException">It is short enough to be guessed.</exception>
    public static OperatorPassword? From(IConfiguration configuration) => configuration["Dashboard:Password"] switch
    {
        null or "" => null,
        { Length: < MinLength } => throw new StartFailedException($"Dashboard:Password must be at least {MinLength} characters long. Generate one with 'openssl rand -hex 24'."),
        var password => new(password),
    };

    /// <summary>Whether to go on. If not, the answer says why: 401, or 429 once an address has tried too often.</summary>
    public bool Admits(HttpContext context)
    {
        var address = ClientAddress.Of(context.Connection.RemoteIpAddress);
        // Whole permits: to ask the limiter for none of them succeeds with the smallest part of one.
        if (_wrong.GetStatistics(address) is { CurrentAvailablePermits: < 1 }) return Stopped(context);

        var given = Given(context.Request.Headers.Authorization);
        // Hashes are of one length, and are compared in one time whatever is in them.
        if (given is not null && CryptographicOperations.FixedTimeEquals(Hash(given), _hash)) return true;

        // A browser's first request comes without any: that is no try.
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
