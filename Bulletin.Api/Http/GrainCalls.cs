using Bulletin.Grains;

namespace Bulletin.Api.Http;

/// <summary>
/// Calls to grains with an end: a client has its answer within <see cref="Deadline"/>, or a 503 that says to try again.
/// </summary>
/// <remarks>Shorter than Orleans' own response timeout, so that it is this clock which decides.</remarks>
public static class GrainCalls
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3.5);

    /// <summary>How long one of several attempts may take. A silo that died with the call leaves it unanswered.</summary>
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(400);

    /// <summary>Waits for a call that must not be made twice.</summary>
    /// <exception cref="TimeoutException">Its outcome is unknown.</exception>
    public static Task<T> InTime<T>(this Task<T> call, CancellationToken cancellationToken = default) =>
        call.WaitAsync(Deadline, cancellationToken);

    /// <inheritdoc cref="InTime{T}(Task{T}, CancellationToken)"/>
    public static Task InTime(this Task call, CancellationToken cancellationToken = default) =>
        call.WaitAsync(Deadline, cancellationToken);

    /// <summary>
    /// Makes a call again until it settles: while the topic moves to another silo (<see cref="Refusal.Retry"/>), or when it
    /// got lost. Only for calls that may happen twice: reads, and changes that carry their own id.
    /// </summary>
    /// <exception cref="ProblemException">With <c>unavailable</c>: the deadline came first. What was asked may have been done.</exception>
    public static async Task<Outcome<T>> UntilSettled<T>(Func<Task<Outcome<T>>> call, TimeProvider clock, CancellationToken cancellationToken)
        where T : class
    {
        var began = clock.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var left = Deadline - clock.GetElapsedTime(began);
            // The pause took longer than it was to: this machine has no time to spare.
            if (left <= TimeSpan.Zero) throw new ProblemException(Problems.Unavailable());
            try
            {
                var outcome = await call().WaitAsync(left < Attempt ? left : Attempt, clock, cancellationToken);
                if (outcome.Refusal != Refusal.Retry) return outcome;
            }
            catch (Exception exception) when (ProblemsOfExceptions.IsTransient(exception))
            {
                // Told as unavailable below, if no other attempt fares better.
            }

            // Not all at once: a topic that moves has many who wait for it.
            var wait = pause * (0.5 + Random.Shared.NextDouble());
            if (clock.GetElapsedTime(began) + wait >= Deadline) throw new ProblemException(Problems.Unavailable());
            await Task.Delay(wait, clock, cancellationToken);
        }
    }
}
