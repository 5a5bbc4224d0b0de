using Purge = Bulletin.Grains.Storage.PurgeCommands;

namespace Bulletin.Silo;

/// <summary>Operator commands that delete texts for good. They work beside running servers, with SQLite too.</summary>
internal static class PurgeCommands
{
    private const string When = "Running servers do that within a minute; otherwise the next server that starts does. Backups still contain the texts.";

    public static async Task User(string user, string[] args)
    {
        await using var storage = await Commands.SharedStorage(args);
        Console.WriteLine($"Everything that {await Purge.PurgeUser(storage, user)} has written will be deleted for good. {When}");
    }

    public static async Task Topic(Guid topicId, string[] args)
    {
        await using var storage = await Commands.SharedStorage(args);
        Console.WriteLine($"The messages of the topic '{await Purge.PurgeTopic(storage, topicId)}' will be deleted for good. {When}");
    }
}
