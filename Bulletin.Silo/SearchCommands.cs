using System.Globalization;
using Search = Bulletin.Grains.Storage.SearchCommands;

namespace Bulletin.Silo;

/// <summary>Operator commands on the search index. They work beside running servers, with SQLite too.</summary>
internal static class SearchCommands
{
    private const int MostCounted = 100_000;

    public static async Task Reindex(string[] args)
    {
        await using var storage = await Commands.SharedStorage(args);
        await Search.Reindex(storage);
        Console.WriteLine("A new search index was asked for. Running servers begin within seconds; otherwise the next one that starts does. "
            + "Searches use the old one until it is replaced. To see how far it is: Bulletin.Silo reindex status");
    }

    public static async Task Status(string[] args)
    {
        await using var storage = await Commands.SharedStorage(args);
        var count = await Search.CountBehind(storage, MostCounted);
        Console.WriteLine(count switch
        {
            0 => "Everything is indexed.",
            1 => "One topic has messages that are not indexed yet.",
            _ => string.Create(CultureInfo.InvariantCulture, $"{(count < MostCounted ? "" : "At least ")}{count:N0} topics have messages that are not indexed yet."),
        });
    }
}
