using System.Globalization;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Accounts;

/// <summary>Calls that take a password may have to queue for a core: a burst of people who sign in is served late rather than refused.</summary>
internal static class HashingCalls
{
    private static readonly TimeSpan Deadline =
        TimeSpan.Parse(IAccountGrain.HashingTimeout, CultureInfo.InvariantCulture) - TimeSpan.FromMilliseconds(500);

    /// <exception cref="TimeoutException">Its outcome is unknown.</exception>
    public static Task<T> InHashingTime<T>(this Task<T> call, CancellationToken cancellationToken) => call.WaitAsync(Deadline, cancellationToken);
}
