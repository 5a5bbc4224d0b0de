using System.Globalization;
using Bulletin.Grains;
using Bulletin.Grains.Storage;

namespace Bulletin.Silo;

/// <summary>Operator commands on admins and moderators. They work beside running servers, with SQLite too.</summary>
internal static class AdminCommands
{
    /// <summary>For scripts that say where the password comes from. It is read from standard input in any case.</summary>
    private const string PasswordOption = "--password-stdin";

    public static async Task Create(string username, string[] args)
    {
        // Configuration would take the argument after it for its value.
        await using var storage = await Commands.SharedStorage([.. args.Where(arg => arg != PasswordOption)], mayCreate: true);
        var place = storage.GetRequiredService<StorageOptions>().Place;
        Console.WriteLine(await StaffCommands.CreateAdmin(storage, username, ReadPassword)
            ? $"Created the admin {username} in {place}."
            : $"{username} is an admin already in {place}. Nothing was changed.");
    }

    public static async Task Grant(string username, string[] args)
    {
        await using var storage = await Commands.SharedStorage(args);
        Console.WriteLine(await StaffCommands.GrantAdmin(storage, username) ? $"{username} is now an admin." : $"{username} is an admin already.");
    }

    public static async Task Revoke(string username, string[] args)
    {
        await using var storage = await Commands.SharedStorage(args);
        Console.WriteLine(await StaffCommands.RevokeAdmin(storage, username) ? $"{username} is now an ordinary user." : $"{username} is not an admin.");
    }

    public static async Task List(string[] args)
    {
        await using var storage = await Commands.SharedStorage(args);
        foreach (var (user, isSuspended) in await StaffCommands.ListAdmins(storage))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{user.CreatedAt.UtcDateTime:yyyy-MM-dd}  {user.Username}{(isSuspended ? "  (suspended)" : "")}"));
    }

    public static async Task SetModerator(string username, bool isModerator, string[] args)
    {
        await using var storage = await Commands.SharedStorage(args);
        await StaffCommands.SetModerator(storage, username, isModerator);
        Console.WriteLine(isModerator ? $"{username} is now a moderator." : $"{username} is now an ordinary user.");
    }

    /// <summary>One line of a pipe; or typed twice at a terminal, without echo. Never an argument, which other users of the machine could see.</summary>
    private static string ReadPassword()
    {
        if (Console.IsInputRedirected)
        {
            using StreamReader input = new(Console.OpenStandardInput());
            return input.ReadLine() ?? throw new StartFailedException("There is no password on standard input.");
        }
        var password = Ask("Password: ");
        return Ask("The same again: ") == password ? password : throw new StartFailedException("The two passwords differ.");
    }

    private static string Ask(string prompt)
    {
        Console.Error.Write(prompt);
        var typed = "";
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key != ConsoleKey.Backspace) typed += key.KeyChar;
            else if (typed.Length > 0) typed = typed[..^1];
        }
        Console.Error.WriteLine();
        return typed;
    }
}
