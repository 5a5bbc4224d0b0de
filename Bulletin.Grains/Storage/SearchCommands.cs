using Bulletin.Grains.Search;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Storage;

/// <summary>Operator commands on the search index. They run while servers run or before they start; the servers make the index.</summary>
public static class SearchCommands
{
    /// <summary>Asks for a new index of all topics.</summary>
    public static Task Reindex(IServiceProvider services, CancellationToken cancellationToken = default) =>
        services.GetRequiredService<ISearchStore>().Rebuild(services.GetRequiredService<TimeProvider>().GetUtcNow(), cancellationToken);

    /// <returns>How many topics have something that is not indexed yet, counted up to a limit.</returns>
    public static Task<int> CountBehind(IServiceProvider services, int limit, CancellationToken cancellationToken = default) =>
        services.GetRequiredService<ISearchStore>().CountBehind(limit, cancellationToken);
}
