using Bulletin.Grains.Hosting;
using Bulletin.Silo;

return await ProcessEdge.Run(() => args switch
{
    ["migrate", .. var rest] => Commands.Migrate(rest),
    ["restored", .. var rest] => Commands.Restored(rest),
    ["moderator", "grant", var username, .. var rest] => Commands.SetModerator(username, isModerator: true, rest),
    ["moderator", "revoke", var username, .. var rest] => Commands.SetModerator(username, isModerator: false, rest),
    [var word, ..] when !word.StartsWith('-') && !word.StartsWith('/') => throw new StartFailedException(Commands.Usage),
    _ => SiloHost.Run(args),
});
