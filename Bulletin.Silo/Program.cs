using Bulletin.Operations;
using Bulletin.Silo;

return args is [var word, ..] && !word.StartsWith('-') && !word.StartsWith('/')
    ? await Commands.Run(args)
    : await ProcessRunner.Run(args, Commands.Help, stopping => SiloHost.Build(args, stopping));
