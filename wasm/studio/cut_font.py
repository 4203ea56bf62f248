"""Cuts a font down to what the Studio shows, with tabular figures in the place of the proportional ones.

usage: cut_font.py IN.otf OUT.otf
"""
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

# Latin with every accent of Portuguese and its neighbours, dashes, quotes, ellipsis, minus, arrows.
UNICODES = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2028), 0x2030, 0x20AC, 0x2190, 0x2192, 0x2212]


def tabular_figures(font):
    """The single substitutions of the feature tnum."""
    table = font["GSUB"].table
    lookups = {index for record in table.FeatureList.FeatureRecord if record.FeatureTag == "tnum"
               for index in record.Feature.LookupListIndex}
    mapping = {}
    for index in sorted(lookups):
        for part in table.LookupList.Lookup[index].SubTable:
            mapping.update(getattr(getattr(part, "ExtSubTable", part), "mapping", {}))
    return mapping


def main(source, target):
    font = TTFont(source)
    tabular = tabular_figures(font)
    for table in font["cmap"].tables:
        for code in range(ord("0"), ord("9") + 1):
            if code in table.cmap:
                table.cmap[code] = tabular.get(table.cmap[code], table.cmap[code])
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=UNICODES)
    cutter.subset(font)
    font.save(target)


main(sys.argv[1], sys.argv[2])
