using System.Diagnostics;

namespace Bulletin.Processes;

/// <summary>Asks again until something holds: for what can be seen only by asking, as through an HTTP API.</summary>
internal static class Eventually
{
    /// <summary>How long anything is waited for that promises no time: so long, even on a busy machine, that it will never come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(25);

    public static Task<T> Get<T>(Func<Task<T>> ask, Func<T, bool> holds, string what) => Get(ask, holds, Patience, what);

    public static async Task<T> Get<T>(Func<Task<T>> ask, Func<T, bool> holds, TimeSpan within, string what)
    {
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(AskEvery);
        while (true)
        {
            var answer = await ask();
            if (holds(answer)) return answer;
            if (clock.Elapsed > within) throw new TimeoutException($"Not within {within.TotalSeconds} s: {what}. The last answer: {answer}");
            await timer.WaitForNextTickAsync();
        }
    }

    public static Task That(Func<Task<bool>> holds, string what) => That(holds, Patience, what);
    public static Task That(Func<bool> holds, string what) => That(holds, Patience, what);
    public static Task That(Func<Task<bool>> holds, TimeSpan within, string what) => Get(holds, held => held, within, what);
    public static Task That(Func<bool> holds, TimeSpan within, string what) => That(() => Task.FromResult(holds()), within, what);
}
