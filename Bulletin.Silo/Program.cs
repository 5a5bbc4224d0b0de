using Bulletin.Grains.Hosting;
using Bulletin.Silo;

return args is [var word, ..] && !word.StartsWith('-') && !word.StartsWith('/')
    ? await Commands.Run(args)
    : await ProcessEdge.Run(() => SiloHost.Run(args));
