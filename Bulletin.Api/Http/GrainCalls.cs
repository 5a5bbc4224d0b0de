using System.Globalization;
using Bulletin.Grains;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Http;

/// <summary>
/// Calls to grains with a deadline: clients get a response within <see cref="Deadline"/>, or a 503 that asks them to retry.
/// </summary>
/// <remarks>Shorter than Orleans' response timeout, so that this deadline always comes first.</remarks>
public static class GrainCalls
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3.5);

    private static readonly TimeSpan HashingDeadline =
        TimeSpan.Parse(IAccountGrain.HashingTimeout, CultureInfo.InvariantCulture) - TimeSpan.FromMilliseconds(500);

    /// <summary>The timeout of a single attempt. If a silo dies during a call, the call is never answered.</summary>
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(400);

    /// <summary>Waits for a call that must not be retried.</summary>
    /// <exception cref="TimeoutException">The outcome is unknown.</exception>
    public static Task<T> InTime<T>(this Task<T> call, CancellationToken cancellationToken = default) =>
        call.WaitAsync(Deadline, cancellationToken);

    /// <summary>The same for a call that hashes a password, which may queue for a core: a burst of sign-ins is delayed rather than refused.</summary>
    /// <exception cref="TimeoutException">The outcome is unknown.</exception>
    public static Task<T> InHashingTime<T>(this Task<T> call, CancellationToken cancellationToken) => call.WaitAsync(HashingDeadline, cancellationToken);

    /// <inheritdoc cref="InTime{T}(Task{T}, CancellationToken)"/>
    public static Task InTime(this Task call, CancellationToken cancellationToken = default) =>
        call.WaitAsync(Deadline, cancellationToken);

    /// <summary>Repeats a call that is never refused until it is answered. Only for idempotent calls.</summary>
    /// <exception cref="ProblemException">With <c>unavailable</c>.</exception>
    public static async Task<T> UntilAnswered<T>(Func<Task<T>> call, TimeProvider clock, CancellationToken cancellationToken) where T : class =>
        (await UntilSettled(async () => new Outcome<T>(await call(), Refusal.None), clock, cancellationToken)).OrThrow();

    /// <summary>
    /// Retries a call until it settles: while the topic moves to another silo (<see cref="Refusal.Retry"/>), or when the call was
    /// lost. Only for idempotent calls: reads, and changes that carry their own id.
    /// </summary>
    /// <exception cref="ProblemException">With <c>unavailable</c>: the deadline has passed. The change may have been made.</exception>
    public static async Task<Outcome<T>> UntilSettled<T>(Func<Task<Outcome<T>>> call, TimeProvider clock, CancellationToken cancellationToken)
        where T : class
    {
        var began = clock.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var left = Deadline - clock.GetElapsedTime(began);
            // The pause took longer than planned: this machine is overloaded.
            if (left <= TimeSpan.Zero) throw new ProblemException(Problems.Unavailable());
            try
            {
                var outcome = await call().WaitAsync(left < Attempt ? left : Attempt, clock, cancellationToken);
                if (outcome.Refusal != Refusal.Retry) return outcome;
            }
            catch (Exception exception) when (ProblemsOfExceptions.IsTransient(exception))
            {
                // Reported as unavailable below, unless another attempt succeeds.
            }

            // Jitter: many calls may be waiting for the same moving topic.
            var wait = pause * (0.5 + Random.Shared.NextDouble());
            if (clock.GetElapsedTime(began) + wait >= Deadline) throw new ProblemException(Problems.Unavailable());
            await Task.Delay(wait, clock, cancellationToken);
        }
    }
}
