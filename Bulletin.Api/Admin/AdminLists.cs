using Bulletin.Api.Http;
using Bulletin.Grains;

namespace Bulletin.Api.Admin;

/// <summary>Reads pages of the lists.</summary>
internal static class AdminLists
{
    /// <summary>Reads a page, again if the call is lost.</summary>
    /// <exception cref="ProblemException">With <c>unavailable</c>: the deadline has passed.</exception>
    public static Task<ListPage<T>> Read<T>(Func<Task<ListPage<T>>> call, TimeProvider clock, CancellationToken cancellationToken) =>
        GrainCalls.UntilAnswered(call, clock, cancellationToken);
}
