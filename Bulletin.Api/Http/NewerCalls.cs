namespace Bulletin.Api.Http;

/// <summary>Calls that silos of an earlier version, which run beside this gateway while it is upgraded, do not know.</summary>
internal static class NewerCalls
{
    /// <summary>What an earlier silo is asked for instead. Such a silo is not remembered: it is replaced before long.</summary>
    /// <param name="older">Called at most once. Must be right also if the newer call was carried out after all.</param>
    public static async Task<T> OrOlder<T>(this Task<T> newer, Func<Task<T>> older, CancellationToken cancellationToken)
    {
        try
        {
            return await newer;
        }
        // How a silo fails to read such a call is not documented: it is none of the ways in which a call that it knows fails.
        catch (Exception e) when (!ProblemsOfExceptions.IsAway(e) && e is not ProblemException && !cancellationToken.IsCancellationRequested)
        {
            return await older();
        }
    }
}
