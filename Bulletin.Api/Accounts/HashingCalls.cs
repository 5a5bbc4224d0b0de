using System.Globalization;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Accounts;

/// <summary>Calls that hash a password may queue for a core. In a burst of sign-ins, calls are delayed rather than refused.</summary>
internal static class HashingCalls
{
    private static readonly TimeSpan Deadline =
        TimeSpan.Parse(IAccountGrain.HashingTimeout, CultureInfo.InvariantCulture) - TimeSpan.FromMilliseconds(500);

    /// <exception cref="TimeoutException">The outcome is unknown.</exception>
    public static Task<T> InHashingTime<T>(this Task<T> call, CancellationToken cancellationToken) => call.WaitAsync(Deadline, cancellationToken);
}
